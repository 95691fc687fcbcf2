package network.peer.access;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import network.peer.configuration.Setting;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** Tells MicroProfile JWT which issuer and which public key to trust: this installation's own, and no other. */
public final class AccessTokenConfigSource implements ConfigSource {
    private static final Map<String, Supplier<String>> VALUES = Map.of(
            "mp.jwt.verify.publickey",
            () -> AccessKeys.current().publicKeyPem(),
            "mp.jwt.verify.issuer",
            Setting.JWT_ISSUER::value);

    /** Above system properties and environment: nobody replaces the key by a stray variable. */
    @Override
    public int getOrdinal() {
        return 1000;
    }

    @Override
    public Set<String> getPropertyNames() {
        return VALUES.keySet();
    }

    @Override
    public @Nullable String getValue(String propertyName) {
        Supplier<String> value = VALUES.get(propertyName);
        return value == null ? null : value.get();
    }

    @Override
    public String getName() {
        return "peer access tokens";
    }
}
