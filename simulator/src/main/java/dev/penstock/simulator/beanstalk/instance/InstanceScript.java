package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.PlatformHooks;
import dev.penstock.simulator.beanstalk.bundle.SourceBundle;
import dev.penstock.simulator.network.ResponseScript;
import dev.penstock.simulator.service.ScriptWord;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an instance is told to do: by the environment property {@value #VARIABLE} and by a file {@value #FILE} at the root of
 * the bundle, which makes a version bad for good. The property's words come after the file's. A word with a version label and
 * a slash before it counts for that version alone.
 *
 * <pre>
 * command-fails[@TIME]      the command fails
 * command-hangs             the command does not end
 * command@TIME              the command takes that long
 * prebuild-fails, predeploy-fails, postdeploy-fails
 *                           a hook of that moment fails
 * exit:CODE@TIME            the application ends by itself, TIME after its start
 * answers@TIME              it listens only then
 * failing:N[@TIME]          it answers N of 100 requests with an error, from TIME on
 * status:CODE               which error: 500 if not set
 * latency@TIME              it takes that long for an answer
 * no-data[@TIME]            its health agent sends nothing, from TIME on
 * unhealthy                 it answers every request with 503
 * spares:N                  the first N instances that get the version do not do what is told
 * </pre>
 *
 * @param fails whether the command fails, and after what time
 * @param hangs whether the command does not end
 * @param length of the command
 * @param hook that fails
 * @param exit of the application
 * @param answersAfter when the application listens
 * @param failing what share of requests is answered with an error, and from when on
 * @param status of errors
 * @param latency of answers
 * @param spared how many instances are left out
 * @param silent from when on its health agent sends nothing
 */
record InstanceScript(
        Optional<Duration> fails,
        boolean hangs,
        Optional<Duration> length,
        Optional<PlatformHooks.Moment> hook,
        Optional<Exit> exit,
        Duration answersAfter,
        Optional<Failing> failing,
        int status,
        Duration latency,
        int spared,
        Optional<Duration> silent) {

    /** The environment property that tells what instances do. */
    static final String VARIABLE = "PENSTOCK_SIMULATE";

    /** The file of a bundle that tells it. */
    static final String FILE = ".penstock-simulate";

    private static final String EXAMPLES = "command-fails, command-hangs, command@2m, predeploy-fails, exit:1@5s,"
            + " answers@20s, failing:30, failing:30@2m, status:503, latency@200ms, no-data, unhealthy, spares:1, v2/unhealthy";
    private static final Pattern LABELLED = Pattern.compile("(?<label>[^\\s,]+)/(?<word>[^\\s,/]+)");

    /** The application's end. */
    record Exit(int code, Duration after) {}

    /** Errors in answers. */
    record Failing(double share, Duration from) {}

    /** Nothing is told: all goes well. */
    static final InstanceScript NONE = new InstanceScript(
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ZERO,
            Optional.empty(),
            500,
            Duration.ZERO,
            0,
            Optional.empty());

    /**
     * What is told of a version.
     *
     * @throws IllegalArgumentException when a word is not understood; the message names it
     */
    static InstanceScript of(Optional<SourceBundle> bundle, Optional<String> property, String versionLabel) {
        InstanceScript script = NONE;
        String file = bundle.flatMap(b -> b.text(FILE)).orElse("");
        for (String word : Stream.concat(words(file), words(property.orElse("")))
                .flatMap(word -> forVersion(word, versionLabel).stream())
                .toList()) {
            for (ScriptWord each : ScriptWord.parse(VARIABLE, EXAMPLES, word)) {
                script = script.with(each);
            }
        }
        return script;
    }

    private static Stream<String> words(String told) {
        return Stream.of(told.split("[\\s,]+", -1)).filter(word -> !word.isEmpty());
    }

    private static Optional<String> forVersion(String word, String versionLabel) {
        Matcher form = LABELLED.matcher(word);
        if (!form.matches()) {
            return Optional.of(word);
        }
        return form.group("label").equals(versionLabel) ? Optional.of(form.group("word")) : Optional.empty();
    }

    private InstanceScript with(ScriptWord word) {
        return switch (word.what()) {
            case "command-fails" -> failsAfter(word.time().orElse(Duration.ofSeconds(12)));
            case "command-hangs" ->
                new InstanceScript(
                        fails, true, length, hook, exit, answersAfter, failing, status, latency, spared, silent);
            case "command" ->
                new InstanceScript(
                        fails,
                        hangs,
                        Optional.of(word.requiredTime()),
                        hook,
                        exit,
                        answersAfter,
                        failing,
                        status,
                        latency,
                        spared,
                        silent);
            case "prebuild-fails", "predeploy-fails", "postdeploy-fails" -> failsAt(word);
            case "exit" -> exits(new Exit(word.number(0, 255), word.requiredTime()));
            case "answers" -> answering(word.requiredTime(), failing, status, latency);
            case "failing" ->
                answering(
                        answersAfter,
                        Optional.of(new Failing(
                                word.number(0, 100) / 100.0, word.time().orElse(Duration.ZERO))),
                        status,
                        latency);
            case "status" -> answering(answersAfter, failing, word.number(100, 599), latency);
            case "latency" -> answering(answersAfter, failing, status, word.requiredTime());
            case "no-data" -> silentFrom(word.time().orElse(Duration.ZERO));
            case "unhealthy" -> answering(answersAfter, Optional.of(new Failing(1, Duration.ZERO)), 503, latency);
            case "spares" ->
                new InstanceScript(
                        fails,
                        hangs,
                        length,
                        hook,
                        exit,
                        answersAfter,
                        failing,
                        status,
                        latency,
                        word.number(0, 999),
                        silent);
            default -> throw word.misunderstood();
        };
    }

    private InstanceScript failsAfter(Duration time) {
        return new InstanceScript(
                Optional.of(time), hangs, length, hook, exit, answersAfter, failing, status, latency, spared, silent);
    }

    private InstanceScript failsAt(ScriptWord word) {
        String moment = word.what().substring(0, word.what().indexOf('-')).toUpperCase(Locale.ROOT);
        return new InstanceScript(
                Optional.of(word.time().orElse(Duration.ofSeconds(12))),
                hangs,
                length,
                Optional.of(PlatformHooks.Moment.valueOf(moment)),
                exit,
                answersAfter,
                failing,
                status,
                latency,
                spared,
                silent);
    }

    private InstanceScript silentFrom(Duration from) {
        return new InstanceScript(
                fails, hangs, length, hook, exit, answersAfter, failing, status, latency, spared, Optional.of(from));
    }

    private InstanceScript exits(Exit end) {
        return new InstanceScript(
                fails, hangs, length, hook, Optional.of(end), answersAfter, failing, status, latency, spared, silent);
    }

    private InstanceScript answering(Duration after, Optional<Failing> errors, int code, Duration took) {
        return new InstanceScript(fails, hangs, length, hook, exit, after, errors, code, took, spared, silent);
    }

    /** How the application answers; empty while it does not listen. */
    Optional<ResponseScript> answers(Duration running) {
        boolean over = exit.isPresent() && exit.get().after().compareTo(running) <= 0;
        if (over || answersAfter.compareTo(running) > 0) {
            return Optional.empty();
        }
        double share = failing.filter(f -> f.from().compareTo(running) <= 0)
                .map(Failing::share)
                .orElse(0.0);
        return Optional.of(new ResponseScript(share, status, latency));
    }

    /** Whether its health agent sends something. */
    boolean tellsHealth(Duration running) {
        return silent.filter(from -> from.compareTo(running) <= 0).isEmpty();
    }

    /** The times, counted from the application's start, at which it begins to do otherwise. */
    List<Duration> changes() {
        return Stream.of(exit.map(Exit::after), Optional.of(answersAfter), failing.map(Failing::from), silent)
                .flatMap(Optional::stream)
                .filter(time -> !time.isZero())
                .sorted()
                .toList();
    }
}
