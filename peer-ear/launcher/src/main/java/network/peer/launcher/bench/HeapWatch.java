package network.peer.launcher.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks once a second at how much of its heap another Java process uses, garbage included. */
final class HeapWatch implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong peakBytes = new AtomicLong();
    private final JMXConnector connector;

    /** Through its management agent, which is our own child's, on loopback: a program that attaches anew each second would take a part of the machine. */
    @SuppressWarnings("BanJNDI")
    HeapWatch(long pid) {
        try {
            connector = JMXConnectorFactory.connect(new JMXServiceURL(agentOf(pid)));
            MemoryMXBean memory = ManagementFactory.newPlatformMXBeanProxy(
                    connector.getMBeanServerConnection(), ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
            ScheduledFuture<?> unused = clock.scheduleAtFixedRate(
                    () -> peakBytes.accumulateAndGet(memory.getHeapMemoryUsage().getUsed(), Math::max),
                    0,
                    1,
                    TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String agentOf(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    /** The most that was seen since the last call, in MiB. */
    long takePeakMebibytes() {
        return peakBytes.getAndSet(0) / (1024 * 1024);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            connector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
