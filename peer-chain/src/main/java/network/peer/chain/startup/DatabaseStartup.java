package network.peer.chain.startup;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import network.peer.database.DatabaseMigration;
import network.peer.database.PeerDataSource;

/**
 * Binds the data source for the whole EAR and migrates the schema. The URL and the credentials are not here: {@link
 * PeerDataSource} reads the settings. WildFly demands at least one property (IJ031103), hence the application name.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
@DataSourceDefinition(
        name = "java:app/jdbc/peer",
        className = "network.peer.database.PeerDataSource",
        minPoolSize = 0,
        initialPoolSize = 0,
        maxPoolSize = 40,
        properties = "applicationName=peer")
public class DatabaseStartup {

    @PostConstruct
    void migrate() {
        DatabaseMigration.ensureMigrated();
    }
}
