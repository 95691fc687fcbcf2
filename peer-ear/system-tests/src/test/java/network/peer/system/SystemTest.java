package network.peer.system;

import java.util.concurrent.atomic.AtomicBoolean;
import network.peer.launcher.Build;
import network.peer.launcher.PeerStack;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeEach;

/**
 * A test of the deployed EAR. The first one deploys it; the others find it there, because on Payara the history of jobs
 * does not survive a second deployment.
 */
@ArquillianTest
@RunAsClient
abstract class SystemTest {

    private static final String PEER = "peer";
    private static final AtomicBoolean DEPLOYED = new AtomicBoolean();

    @ArquillianResource
    @SuppressWarnings("NullAway.Init")
    private Deployer deployer;

    @Deployment(name = PEER, managed = false, testable = false)
    static EnterpriseArchive ear() {
        return ShrinkWrap.create(ZipImporter.class, PEER + ".ear")
                .importFrom(Build.current().ear().toFile())
                .as(EnterpriseArchive.class);
    }

    @BeforeEach
    final void deployOnce() {
        if (DEPLOYED.compareAndSet(false, true)) {
            deployer.deploy(PEER);
            stack().awaitReady();
        }
    }

    static PeerStack stack() {
        return SystemEnvironment.stack();
    }
}
