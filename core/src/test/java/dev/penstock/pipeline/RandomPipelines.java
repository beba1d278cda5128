package dev.penstock.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;

/** Makes pipelines that use every field of the declaration, the same ones for the same seed. They break rules freely. */
public final class RandomPipelines {

    private static final String[] TEXTS = {
        "a", "Build_1", "true", "null", "0012", "~", "x: y", "- z", "#{a.b}", "\"quoted\"", "back\\slash", "tab\there",
        "two\nlines", "\u00e9\u20ac\ud83d\ude00", "${Name}", " spaces ", "'", "@at", "%", "1.0", "yes", "<<", "a#b",
                "end:"
    };

    private final Random random;
    private int names;

    /** The pipelines of a seed. */
    public RandomPipelines(long seed) {
        this.random = new Random(seed);
    }

    /** The next one. */
    public Pipeline next() {
        return new Pipeline(
                text(),
                maybe(this::text),
                stores(),
                list(1, 4, this::stage),
                pick(ExecutionMode.values()),
                maybe(() -> pick(PipelineType.values())),
                list(0, 3, () -> new VariableDeclaration(name(), maybe(this::text), maybe(this::text))),
                list(
                        0,
                        2,
                        () -> new TriggerDeclaration(
                                name(), list(0, 2, () -> filter(false)), list(0, 2, () -> filter(true)))),
                1);
    }

    private StageDeclaration stage() {
        return new StageDeclaration(
                name(),
                list(1, 3, this::action),
                maybe(this::condition),
                maybe(this::condition),
                maybe(() -> new FailureHandling(
                        maybe(() -> pick("ROLLBACK", "FAIL", "RETRY", "SKIP")),
                        maybe(() -> pick(RetryMode.values())),
                        maybe(this::condition))));
    }

    private ActionDeclaration action() {
        return new ActionDeclaration(
                name(),
                new ActionTypeId(category(), pick(ActionOwner.values()), name(), "1"),
                1 + random.nextInt(999),
                map(),
                list(0, 2, this::text),
                list(
                        0,
                        2,
                        () -> new EnvironmentVariable(
                                name(),
                                text(),
                                pick(EnvironmentVariableType.PLAINTEXT, EnvironmentVariableType.SECRETS_MANAGER))),
                list(0, 2, this::name),
                list(0, 2, () -> new OutputArtifact(name(), list(0, 2, this::text))),
                list(0, 2, this::name),
                maybe(this::text),
                maybe(this::text),
                maybe(this::name),
                number());
    }

    private ActionCategory category() {
        return pick(Arrays.stream(ActionCategory.values())
                .filter(category -> category != ActionCategory.RULE)
                .toArray(ActionCategory[]::new));
    }

    private ConditionDeclaration condition() {
        return new ConditionDeclaration(pick("FAIL", "SKIP", "ROLLBACK"), list(0, 2, this::rule));
    }

    private RuleDeclaration rule() {
        return new RuleDeclaration(
                name(),
                name(),
                map(),
                list(0, 2, this::text),
                list(0, 1, this::name),
                maybe(this::text),
                maybe(this::text),
                number());
    }

    private GitFilter filter(boolean pullRequest) {
        return new GitFilter(
                pullRequest ? list(0, 2, () -> pick("OPEN", "UPDATED", "CLOSED")) : List.of(),
                maybe(this::patterns),
                pullRequest ? Optional.empty() : maybe(this::patterns),
                maybe(this::patterns));
    }

    private GitFilter.Patterns patterns() {
        return new GitFilter.Patterns(list(0, 2, this::text), list(0, 2, this::text));
    }

    private List<ArtifactStoreDeclaration> stores() {
        return switch (random.nextInt(3)) {
            case 0 -> List.of();
            case 1 -> List.of(new ArtifactStoreDeclaration(Optional.empty(), "S3", text(), maybe(this::text)));
            default ->
                List.of(
                        new ArtifactStoreDeclaration(Optional.of("eu-west-1"), "S3", text(), maybe(this::text)),
                        new ArtifactStoreDeclaration(Optional.of("us-east-2"), "S3", text(), maybe(this::text)));
        };
    }

    private Map<String, String> map() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(name(), text());
        }
        return map;
    }

    private OptionalInt number() {
        return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(1, 90_000));
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private String name() {
        return pick("Source", "Build", "n", "Key") + names++;
    }

    @SafeVarargs
    private <T> T pick(T... options) {
        return options[random.nextInt(options.length)];
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> list(int fewest, int most, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = fewest + random.nextInt(most - fewest + 1); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }
}
