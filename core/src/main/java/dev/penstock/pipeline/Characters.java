package dev.penstock.pipeline;

/** The sets of characters that CodePipeline allows in names. */
enum Characters {
    /** Names of pipelines, stages, actions and rules. */
    NAME("letters, digits and . @ - _", ".@-_"),
    /** Names of artifacts. */
    ARTIFACT("letters, digits and - _", "-_"),
    /** Namespaces, and names of pipeline variables. */
    NAMESPACE("letters, digits and @ - _", "@-_"),
    /** Keys of variables: the API's set and that of the page on quotas. */
    VARIABLE_KEY("letters, digits and @ - _ ^ [ ] * $", "@-_^[]*$"),
    /** Action providers. */
    PROVIDER("letters, digits and - _", "-_"),
    /** Environment variables. */
    ENVIRONMENT("letters, digits and _", "_"),
    /** Names of S3 buckets. */
    BUCKET("letters, digits and . -", ".-"),
    /** Any character. */
    ANY("any characters", "");

    private final String words;
    private final String besides;

    Characters(String words, String besides) {
        this.words = words;
        this.besides = besides;
    }

    String words() {
        return words;
    }

    boolean allowsAll(String text) {
        return this == ANY || text.chars().allMatch(this::allows);
    }

    private boolean allows(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || besides.indexOf(c) >= 0;
    }
}
