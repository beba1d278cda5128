package dev.penstock.testing;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The threads of this JVM, virtual ones as well, which only a dump shows. */
public final class LiveThreads {

    private LiveThreads() {}

    /** The numbers of threads other than the caller's that are named as ours, or are within classes of a package. */
    public static Set<String> in(String packageName) throws IOException {
        Path folder = Files.createTempDirectory("threads");
        Path dump = folder.resolve("dump.txt");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
        Set<String> found = new TreeSet<>();
        for (String thread : Files.readString(dump).split("\n\n", -1)) {
            boolean own = thread.contains(LiveThreads.class.getName());
            if (!own && (thread.contains(packageName) || thread.contains("penstock-"))) {
                found.add(thread.strip().split(" ", 2)[0]);
            }
        }
        Files.delete(dump);
        Files.delete(folder);
        return found;
    }
}
