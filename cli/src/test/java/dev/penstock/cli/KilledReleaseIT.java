package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.service.FaultPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code penstock run} is killed ({@code -9}) after AWS has done what it was asked for and before the process hears of it. From the journal,
 * which is then on another machine, the release is paused, gone on with, promoted or taken back: nothing is done twice, requests never
 * go to what cannot answer them, and in the end all of them go to one version.
 */
class KilledReleaseIT {

    private static final Path FILES = Path.of("src/test/resources/dev/penstock/cli/killed");

    /** All effects of each target, promoted and taken back, as a nightly build runs them. */
    private static final boolean EVERY_CELL = Boolean.getBoolean("penstock.everyCell");

    /** Part of the name of the targets that are tested; all of them unless said otherwise. */
    private static final String ONLY = System.getProperty("penstock.killed", "");

    private static final int PATIENCE_SECONDS = 120;
    private static final Pattern CHANGES =
            Pattern.compile("^(Create|Update|Put|Delete|Register|Publish|Execute|Continue|Modify|Stop|Terminate)");

    @TempDir
    static Path folder;

    private final AtomicInteger numbers = new AtomicInteger();

    /** What people tell the release after it was resumed. */
    private enum Told {
        CONTINUE,
        PROMOTE,
        ROLLBACK,
        ABANDON;

        String[] line(Path project) {
            List<String> words = this == ABANDON
                    ? List.of("stop", "--abandon")
                    : List.of("release", name().toLowerCase(Locale.ROOT));
            return Stream.concat(words.stream(), Stream.of("--project", project.toString()))
                    .toArray(String[]::new);
        }

        /** How a release may end that was told so; one that is taken back may have been at its end. */
        Set<ExitCode> ends() {
            return switch (this) {
                case CONTINUE, PROMOTE -> Set.of(ExitCode.SUCCEEDED);
                case ROLLBACK -> Set.of(ExitCode.SUCCEEDED, ExitCode.ROLLED_BACK);
                case ABANDON -> Set.of(ExitCode.SUCCEEDED, ExitCode.STOPPED);
            };
        }
    }

    @TestFactory
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    Stream<DynamicTest> aKilledReleaseIsGoneOnWithFromAnotherMachine() {
        return Stream.of(KilledTarget.values())
                .filter(target -> target.folder().contains(ONLY))
                .flatMap(target -> EVERY_CELL ? everywhere(target) : once(target));
    }

    private Stream<DynamicTest> once(KilledTarget target) {
        Told told = switch (target) {
            case SERVICE -> Told.CONTINUE;
            case CODE_DEPLOY, ENVIRONMENTS -> Told.PROMOTE;
            case TASK_SETS, TWIN_STACKS -> Told.ROLLBACK;
            case FUNCTION -> Told.ABANDON;
        };
        return Stream.of(DynamicTest.dynamicTest(
                target.folder() + ", killed at " + target.begins() + ", then " + told,
                () -> killed(target, told, (operation, number) -> operation.equals(target.begins()))));
    }

    private Stream<DynamicTest> everywhere(KilledTarget target) {
        return Stream.of(Told.values())
                .map(told -> DynamicTest.dynamicTest(target.folder() + ", killed at each effect, then " + told, () -> {
                    var effects = new AtomicInteger(1);
                    while (killed(target, told, (operation, number) -> number == effects.get())) {
                        effects.incrementAndGet();
                    }
                    assertThat(effects).hasValueGreaterThan(3);
                }));
    }

    /** Which of the calls that change something is the last one. */
    private interface Moment {
        boolean is(String operation, int number);
    }

    /** Whether the run has come to that moment; if not, it has ended well. */
    private boolean killed(KilledTarget target, Told told, Moment moment) throws Exception {
        Path here = copied(FILES.resolve(target.folder()), folder.resolve("here-" + numbers.incrementAndGet()));
        try (KilledAccount account = new KilledAccount(target, here)) {
            fill(here, account);
            if (!target.runs()) {
                assertThat(new Console(here).run(line(account))).isZero();
            }
            Map<String, Integer> before = account.weights();
            int effects = account.effects();
            change(here, text -> text.replace("VERSION", "two"));
            try (RequestWatch watch = new RequestWatch(account)) {
                if (!dies(here, account, moment)) {
                    return false;
                }
                ExitCode end = goesOn(elsewhere(here), account, told);
                assertThat(watch.unhealthy()).as("what got requests").isEmpty();
                assertThat(account.weights()).as("users have one version").hasSize(1);
                assertThat(account.weights().keySet().equals(before.keySet()))
                        .as("users have the old version")
                        .isEqualTo(end != ExitCode.SUCCEEDED);
            }
            // What is taken back early never came to all of them.
            List<String> done = account.operationsAfter(effects).stream()
                    .filter(target.once()::contains)
                    .toList();
            assertThat(done).doesNotHaveDuplicates();
            assertThat(told.ends().size() > 1 || done.size() == target.once().size())
                    .as("done once: " + done)
                    .isTrue();
            return true;
        }
    }

    private static String[] line(KilledAccount account) {
        return new String[] {
            "run", "pipeline.yml", "--simulator", account.aws.endpoint().toString()
        };
    }

    /** Whether the run has come to that moment, at which it ends. */
    private static boolean dies(Path here, KilledAccount account, Moment moment) throws Exception {
        var changes = new AtomicInteger();
        var done = new AtomicBoolean();
        var victim = new CompletableFuture<Child>();
        account.aws.faults().add((when, call) -> {
            boolean isIt = when == FaultPlan.Moment.AFTER
                    && CHANGES.matcher(call.operation()).find()
                    && moment.is(call.operation(), changes.incrementAndGet())
                    && !done.getAndSet(true);
            if (!isIt) {
                return Optional.empty();
            }
            kill(victim.join());
            return Optional.of(Fault.disconnected());
        });
        try (Child child = Child.start(here, line(account))) {
            victim.complete(child);
            child.exitCode();
            assertThat(done.get() || !child.output().contains("failed"))
                    .as(child.output())
                    .isTrue();
            return done.get();
        }
    }

    private static void kill(Child victim) {
        try {
            victim.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As if the project were on another machine: under another path, and nowhere else. */
    private static Path elsewhere(Path here) throws IOException {
        Path there = here.resolveSibling("there-" + here.getFileName());
        return Files.move(here, there);
    }

    /** Pauses it, resumes it, and tells it what follows once it has paused: three processes of one project. */
    private static ExitCode goesOn(Path project, KilledAccount account, Told told) throws Exception {
        Console people = new Console(folder);
        assertThat(people.run("release", "pause", "--project", project.toString()))
                .as(people.err())
                .isZero();
        Console runner = new Console(project);
        CompletableFuture<Integer> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> end.complete(runner.run("resume")));
        while (!end.isDone()) {
            account.moment();
            assertThat(people.run("status", "--project", project.toString(), "--output", "json"))
                    .as(people.err())
                    .isZero();
            if (people.out().contains("\"PAUSED\"")) {
                assertThat(people.run(told.line(project))).as(people.err()).isZero();
                break;
            }
        }
        int code = end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Optional<ExitCode> ended =
                told.ends().stream().filter(each -> each.number() == code).findFirst();
        assertThat(ended).as(code + ": " + runner.out() + runner.err()).isPresent();
        return ended.get();
    }

    private static void fill(Path project, KilledAccount account) throws IOException {
        change(project, account::filled);
    }

    private static void change(Path project, UnaryOperator<String> change) throws IOException {
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains(".penstock"))
                    .toList()) {
                Files.writeString(file, change.apply(Files.readString(file)));
            }
        }
    }

    private static Path copied(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.resolveSibling(""));
                Files.copy(file, target);
            }
        }
        return to;
    }
}
