package dev.penstock.local.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.build.BuildExecutor;
import dev.penstock.build.BuildExecutorContract;
import dev.penstock.build.BuildLocation;
import dev.penstock.build.BuildSession;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class HostBuildExecutorIT extends BuildExecutorContract {

    @Override
    protected BuildExecutor executor() {
        return new HostBuildExecutor(System.getenv());
    }

    @Override
    protected BuildLocation location() {
        return new BuildLocation.Host();
    }

    @Override
    protected boolean isRunning(String commandLinePart) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info().commandLine().orElse("").contains(commandLinePart));
    }

    @Test
    void startsWithAnEnvironmentOfItsOwn() throws Exception {
        Map<String, String> runner = new TreeMap<>();
        runner.put("PATH", System.getenv("PATH"));
        runner.put("HOME", "/home/somebody");
        runner.put("LANG", "C.UTF-8");
        runner.put("AWS_SECRET_ACCESS_KEY", "not-for-builds");
        runner.put("OTHER", "not-for-builds");
        try (BuildSession session =
                new HostBuildExecutor(runner).open(machine(Map.of("GIVEN", "yes"), Map.of()), printed::add)) {
            session.run("env | sed 's/=.*//' | sort | grep -v -E '^(PWD|OLDPWD|SHLVL|_)$'");
        }
        assertThat(printed)
                .containsExactly(
                        "CODEBUILD_BUILD_ID",
                        "CODEBUILD_SRC_DIR",
                        "CODEBUILD_SRC_DIR_Main",
                        "CODEBUILD_SRC_DIR_Second_Source",
                        "GIVEN",
                        "HOME",
                        "LANG",
                        "PATH");
    }

    @Test
    void showsNoSecretInTheProcessList() throws Exception {
        Map<String, String> secrets = Map.of("TOKEN", "canary-5f2b1c");
        try (BuildSession session = executor().open(machine(Map.of(), secrets), printed::add)) {
            session.run("export COPY=\"$TOKEN\"; exit 0");
            session.run("cat /proc/*/cmdline 2>/dev/null | tr '\\0' '\\n' | grep -c 'canary-[5]f2b1c'; echo $COPY");
            assertThat(session.variables(java.util.List.of("COPY"))).containsEntry("COPY", "canary-5f2b1c");
        }
        assertThat(printed).containsExactly("0", "canary-5f2b1c");
    }
}
