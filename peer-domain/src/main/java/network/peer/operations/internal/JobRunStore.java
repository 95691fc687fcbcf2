package network.peer.operations.internal;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import network.peer.database.Rows;
import network.peer.operations.JobCounts;
import network.peer.operations.JobExecutionView;
import network.peer.operations.JobState;
import network.peer.operations.NodeIdentity;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/** The statements over {@code job_run}; all times are the database's. */
public final class JobRunStore {
    private static final String LIVE = "('STARTING', 'RUNNING', 'STOPPING')";
    private static final String RUN = "select id, job_name, business_key, run_number, state, node_id,"
            + " (select string_agg(p.key || '=' || p.value, chr(31)) from jsonb_each_text(parameters) p), instance_id, execution_id, step, aggregated_users, posted_users,"
            + " posted_base_units, compared_wallets, message, started_by, started_at, heartbeat_at, ended_at from job_run ";

    private final EntityManager entities;

    public JobRunStore(EntityManager entities) {
        this.entities = entities;
    }

    public Optional<JobExecutionView> find(UUID runId) {
        return list(entities.createNativeQuery(RUN + "where id = ?1").setParameter(1, runId)).stream()
                .findFirst();
    }

    /** The run that keeps others of its business key from starting: alive or completed. */
    public Optional<JobExecutionView> lockBlocking(String jobName, String businessKey) {
        return list(entities.createNativeQuery(RUN + "where job_name = ?1 and business_key = ?2 and state in"
                                + " ('STARTING', 'RUNNING', 'STOPPING', 'COMPLETED') for update")
                        .setParameter(1, jobName)
                        .setParameter(2, businessKey))
                .stream()
                .findFirst();
    }

    public Optional<JobExecutionView> findNewest(String jobName, String businessKey) {
        return list(entities.createNativeQuery(
                                RUN + "where job_name = ?1 and business_key = ?2 order by run_number desc limit 1")
                        .setParameter(1, jobName)
                        .setParameter(2, businessKey))
                .stream()
                .findFirst();
    }

    public boolean isDue(String jobName, String businessKey, long pauseSeconds) {
        return Rows.single(entities.createNativeQuery("select coalesce((select state in ('FAILED', 'LOST')"
                                + " and ended_at + make_interval(secs => least(86400,"
                                + "  ?3 * power(2, least(run_number, 20) - 1))) <= clock_timestamp()"
                                + " from job_run where job_name = ?1 and business_key = ?2"
                                + " order by run_number desc limit 1), true)")
                        .setParameter(1, jobName)
                        .setParameter(2, businessKey)
                        .setParameter(3, pauseSeconds))
                .booleanAt(0);
    }

    public List<JobExecutionView> newestFirst(@Nullable UUID after, int limit) {
        return list(entities.createNativeQuery(RUN + "where cast(?1 as uuid) is null or id < cast(?1 as uuid)"
                        + " order by id desc limit " + limit)
                .setParameter(1, Rows.text(after)));
    }

    public List<JobExecutionView> liveOf(UUID bootId) {
        return list(entities.createNativeQuery(RUN + "where boot_id = ?1 and state in " + LIVE)
                .setParameter(1, bootId));
    }

    public List<JobExecutionView> stale(long leaseSeconds) {
        return list(entities.createNativeQuery(RUN + "where state in " + LIVE
                        + " and heartbeat_at < clock_timestamp() - make_interval(secs => ?1) order by id")
                .setParameter(1, leaseSeconds));
    }

    /** @return false if another run of the business key is alive or completed */
    public boolean insert(
            UUID id,
            String jobName,
            String businessKey,
            int runNumber,
            Map<String, String> parameters,
            @Nullable UUID startedBy) {
        return entities.createNativeQuery("insert into job_run (id, job_name, business_key, run_number, state, node_id,"
                                + " boot_id, parameters, started_by) values (?1, ?2, ?3, ?4, 'STARTING', ?5, ?6,"
                                + " jsonb_object(string_to_array(?7, chr(31)), string_to_array(?8, chr(31))),"
                                + " cast(?9 as uuid)) on conflict do nothing")
                        .setParameter(1, id)
                        .setParameter(2, jobName)
                        .setParameter(3, businessKey)
                        .setParameter(4, runNumber)
                        .setParameter(5, NodeIdentity.nodeId())
                        .setParameter(6, NodeIdentity.bootId())
                        .setParameter(7, String.join("\u001f", parameters.keySet()))
                        .setParameter(8, String.join("\u001f", parameters.values()))
                        .setParameter(9, Rows.text(startedBy))
                        .executeUpdate()
                == 1;
    }

    /** @return false if it has ended already, or its heartbeat has not expired */
    public boolean markLost(UUID runId, long leaseSeconds) {
        return entities.createNativeQuery("update job_run set state = 'LOST', ended_at = clock_timestamp(),"
                                + " message = 'its server stopped giving signs of life' where id = ?1 and state in "
                                + LIVE
                                + " and heartbeat_at < clock_timestamp() - make_interval(secs => ?2)")
                        .setParameter(1, runId)
                        .setParameter(2, leaseSeconds)
                        .executeUpdate()
                == 1;
    }

    public boolean markRunning(UUID runId, long instanceId, long executionId) {
        return entities.createNativeQuery(
                                "update job_run set state = 'RUNNING', instance_id = ?2, execution_id = ?3,"
                                        + " heartbeat_at = clock_timestamp() where id = ?1 and state in ('STARTING', 'RUNNING')")
                        .setParameter(1, runId)
                        .setParameter(2, instanceId)
                        .setParameter(3, executionId)
                        .executeUpdate()
                == 1;
    }

    public boolean markStopping(UUID runId) {
        return entities.createNativeQuery("update job_run set state = 'STOPPING' where id = ?1 and state in " + LIVE)
                        .setParameter(1, runId)
                        .executeUpdate()
                == 1;
    }

    public boolean enterStep(UUID runId, String step) {
        return entities.createNativeQuery("update job_run set step = ?2, heartbeat_at = clock_timestamp()"
                                + " where id = ?1 and state in " + LIVE)
                        .setParameter(1, runId)
                        .setParameter(2, step)
                        .executeUpdate()
                == 1;
    }

    public boolean addCounts(UUID runId, JobCounts counts) {
        return entities.createNativeQuery("update job_run set aggregated_users = aggregated_users + ?2,"
                                + " posted_users = posted_users + ?3, posted_base_units = posted_base_units + ?4,"
                                + " heartbeat_at = clock_timestamp() where id = ?1 and state in "
                                + LIVE)
                        .setParameter(1, runId)
                        .setParameter(2, counts.aggregatedUsers())
                        .setParameter(3, counts.postedUsers())
                        .setParameter(4, counts.posted().baseUnits())
                        .executeUpdate()
                == 1;
    }

    public boolean markCompared(UUID runId, long wallets) {
        return entities.createNativeQuery("update job_run set compared_wallets = ?2,"
                                + " heartbeat_at = clock_timestamp() where id = ?1 and state in "
                                + LIVE)
                        .setParameter(1, runId)
                        .setParameter(2, wallets)
                        .executeUpdate()
                == 1;
    }

    public void heartbeat(UUID runId) {
        entities.createNativeQuery(
                        "update job_run set heartbeat_at = clock_timestamp() where id = ?1 and state in " + LIVE)
                .setParameter(1, runId)
                .executeUpdate();
    }

    public boolean end(UUID runId, JobState state, @Nullable String message) {
        return entities.createNativeQuery("update job_run set state = ?2, ended_at = clock_timestamp(),"
                                + " message = coalesce(cast(?3 as text), message) where id = ?1 and state in "
                                + LIVE)
                        .setParameter(1, runId)
                        .setParameter(2, state.name())
                        .setParameter(3, message)
                        .executeUpdate()
                == 1;
    }

    private static List<JobExecutionView> list(Query query) {
        return Rows.list(query).stream().map(JobRunStore::toView).toList();
    }

    private static Map<String, String> parameters(String keysAndValues) {
        return Arrays.stream(keysAndValues.split("\u001f"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static JobExecutionView toView(Rows.Row row) {
        return new JobExecutionView(
                row.uuid(0),
                row.text(1),
                row.text(2),
                row.intAt(3),
                JobState.valueOf(row.text(4)),
                row.text(5),
                parameters(row.text(6)),
                row.longOrNull(7),
                row.longOrNull(8),
                row.textOrNull(9),
                row.longAt(10),
                row.longAt(11),
                new TokenAmount(row.longAt(12)),
                row.longAt(13),
                row.textOrNull(14),
                row.uuidOrNull(15),
                row.instant(16),
                row.instant(17),
                row.instantOrNull(18),
                false);
    }
}
