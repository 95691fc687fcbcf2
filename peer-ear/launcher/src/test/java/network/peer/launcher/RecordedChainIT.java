package network.peer.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import network.peer.settlement.ChainIdentity;
import network.peer.settlement.RecoveryStore;
import network.peer.token.PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that was just made for its chain settles at once; one that somebody started again has to wait. */
class RecordedChainIT {
    private static final ChainIdentity CHAIN = new ChainIdentity("genesis", PublicKey.of(new byte[32]));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @Test
    void theFirstRecordIsTrustedAndNoLaterOne() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            DomainAccess.migrate(postgres.database());
            try (DomainAccess domain = new DomainAccess(postgres.database())) {
                RecoveryStore recovery = domain.recoveryStore();
                assertThat(recovery.isTrusted(recovery.incarnation())).isFalse();

                domain.recordChain(CHAIN);

                assertThat(recovery.isTrusted(recovery.incarnation())).isTrue();
            }
            postgres.kill();
            postgres.start();
            try (DomainAccess domain = new DomainAccess(postgres.database())) {
                domain.recordChain(CHAIN);

                RecoveryStore recovery = domain.recoveryStore();
                assertThat(recovery.isTrusted(recovery.incarnation())).isFalse();
                assertThatThrownBy(() -> domain.recordChain(new ChainIdentity("other", CHAIN.mint())))
                        .isInstanceOf(LauncherException.class);
            }
        }
    }
}
