package dev.penstock.statemachine;

/** What an execution is started with. */
public sealed interface ExecutionInput {

    /**
     * A text of the definition ({@code InputType}: {@code Literal}).
     *
     * @param json JSON; <code>{}</code> where the definition has none
     */
    record Literal(String json) implements ExecutionInput {}

    /**
     * A file of the input artifact ({@code InputType}: {@code FilePath}).
     *
     * @param path relative to the artifact
     */
    record FilePath(String path) implements ExecutionInput {}
}
