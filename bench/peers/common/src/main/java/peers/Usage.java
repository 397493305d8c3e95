package peers;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What this process used. */
public final class Usage {
    private final double cpu = cpuSeconds();
    private final long began = System.nanoTime();

    /** Since the process began, of all its threads. */
    static double cpuSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    /** Prints what was used since this object was made. */
    public void print() throws IOException {
        print(cpuSeconds() - cpu, (System.nanoTime() - began) / 1e9);
    }

    /** Prints what the process used from its start on. */
    public static void printWhole() throws IOException {
        long started = ManagementFactory.getRuntimeMXBean().getStartTime();
        print(cpuSeconds(), (System.currentTimeMillis() - started) / 1e3);
    }

    /** Prints what the process holds in its heap, after a collection. */
    public static void printHeap() {
        System.gc();
        System.gc();
        System.out.printf("{\"heapBytes\":%d}%n", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        System.out.flush();
    }

    private static void print(double cpuSeconds, double wallSeconds) throws IOException {
        long peak = 0;
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                peak = Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        System.out.printf(Locale.ROOT, "{\"wallSeconds\":%.3f,\"cpuSeconds\":%.3f,\"peakBytes\":%d}%n", wallSeconds, cpuSeconds, peak);
    }
}
