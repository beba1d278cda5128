package dev.penstock.importing;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Travis does for a language when the file does not say it (its documentation, one page for each language).
 *
 * @param key the key that names versions of it
 * @param image the image whose tags are those versions
 * @param usual the version without a key
 * @param install what {@code install} does unless it is given
 * @param script what {@code script} does unless it is given; empty where Travis then fails
 */
record TravisLanguage(String key, String image, String usual, List<String> install, List<String> script) {

    private static final String LIBRARY = "public.ecr.aws/docker/library/";
    private static final TravisLanguage GENERIC =
            new TravisLanguage("", LIBRARY + "buildpack-deps", "stable", List.of(), List.of());

    private static final TravisLanguage NODE = new TravisLanguage(
            "node_js",
            LIBRARY + "node",
            "lts",
            List.of(
                    "if [ -f yarn.lock ]; then yarn --frozen-lockfile; elif [ -f package-lock.json ] || [ -f npm-shrinkwrap.json ];"
                            + " then npm ci; elif [ -f package.json ]; then npm install; fi"),
            List.of(
                    "if [ -f package.json ]; then if [ -f yarn.lock ]; then yarn test; else npm test; fi; else make test; fi"));
    private static final TravisLanguage PYTHON = new TravisLanguage(
            "python",
            LIBRARY + "python",
            "3",
            List.of("if [ -f requirements.txt ]; then pip install -r requirements.txt; fi"),
            List.of());
    private static final TravisLanguage RUBY = new TravisLanguage(
            "rvm",
            LIBRARY + "ruby",
            "3",
            List.of("if [ -f Gemfile ]; then bundle install --jobs=3 --retry=3; fi"),
            List.of("if [ -f Gemfile ]; then bundle exec rake; else rake; fi"));
    private static final TravisLanguage GO = new TravisLanguage(
            "go",
            LIBRARY + "golang",
            "1",
            List.of("if [ ! -f Makefile ]; then go get -t -v ./...; fi"),
            List.of("if [ -f Makefile ]; then make; else go test -v ./...; fi"));
    private static final TravisLanguage JAVA = new TravisLanguage(
            "jdk",
            LIBRARY + "maven",
            "3",
            List.of("if [ -f gradlew ]; then ./gradlew assemble; elif [ -f mvnw ]; then ./mvnw install -DskipTests=true"
                    + " -Dmaven.javadoc.skip=true -B -V; elif [ -f pom.xml ]; then mvn install -DskipTests=true"
                    + " -Dmaven.javadoc.skip=true -B -V; fi"),
            List.of(
                    "if [ -f gradlew ]; then ./gradlew check; elif [ -f mvnw ]; then ./mvnw test -B; elif [ -f pom.xml ]; then"
                            + " mvn test -B; else ant test; fi"));
    private static final TravisLanguage PHP = new TravisLanguage(
            "php",
            LIBRARY + "composer",
            "2",
            List.of("if [ -f composer.json ]; then composer install; fi"),
            List.of("phpunit"));

    private static final Map<String, TravisLanguage> LANGUAGES = Map.ofEntries(
            Map.entry("node_js", NODE),
            Map.entry("javascript", NODE),
            Map.entry("typescript", NODE),
            Map.entry("python", PYTHON),
            Map.entry("ruby", RUBY),
            Map.entry("go", GO),
            Map.entry("golang", GO),
            Map.entry("java", JAVA),
            Map.entry("jvm", JAVA),
            Map.entry("php", PHP),
            Map.entry("generic", GENERIC),
            Map.entry("minimal", GENERIC),
            Map.entry("shell", GENERIC),
            Map.entry("bash", GENERIC),
            Map.entry("sh", GENERIC));

    /** The keys of all languages that name versions. */
    static final List<String> KEYS = List.of("node_js", "python", "rvm", "ruby", "go", "jdk", "php");

    static TravisLanguage read(Mapping root, Notes notes) {
        Optional<SourceNode> node = Nodes.present(root, "language");
        List<Scalar> names = node.map(Nodes::scalars).orElse(List.of());
        if (names.isEmpty()) {
            return unnamed(root, notes);
        }
        for (Scalar other : names.subList(1, names.size())) {
            notes.loss(
                    other.span(),
                    "Only the first language is carried over.",
                    "Install what else is needed in the buildspec.");
        }
        Scalar name = names.getFirst();
        TravisLanguage language = LANGUAGES.get(name.text().toLowerCase(java.util.Locale.ROOT));
        if (language == null) {
            notes.loss(
                    name.span(),
                    "What Travis does by itself for '" + name.text()
                            + "' is not known here, so that nothing of it is carried over.",
                    "Write what installs and tests it into the buildspec.");
            return GENERIC;
        }
        return language;
    }

    /** Travis takes Ruby then; nobody who names no language has that in mind, unless a version of Ruby is given. */
    private static TravisLanguage unnamed(Mapping root, Notes notes) {
        if (root.has("rvm") || root.has("ruby") || !root.has("script")) {
            return RUBY;
        }
        notes.note(
                root.span(),
                "The file names no language, for which Travis takes Ruby and would install what a Gemfile asks for; that is left out.");
        return GENERIC;
    }

    /** The image with the version that the file names; where it names several, the first. */
    String image(Mapping root, Notes notes) {
        String named = key.equals("rvm") && !root.has("rvm") ? "ruby" : key;
        List<Scalar> versions = Nodes.present(root, named).map(Nodes::scalars).orElse(List.of());
        for (int i = 1; i < versions.size(); i++) {
            notes.loss(
                    versions.get(i).span(),
                    "Travis builds once more with version " + versions.get(i).text()
                            + "; what is written builds once, with version "
                            + versions.getFirst().text() + ".",
                    "Add a build action with another image for it.");
        }
        if (key.equals("jdk") || key.equals("php")) {
            versions.stream()
                    .findFirst()
                    .ifPresent(version -> notes.loss(
                            version.span(),
                            "The build runs in " + image + ":" + usual + ", whatever version is named here.",
                            "Name another image under builds in penstock.yml."));
            return image + ":" + usual;
        }
        String version = versions.isEmpty() ? usual : versions.getFirst().text();
        String tag =
                version.replaceAll("^(v|ruby-)", "").replaceAll("\\.x$", "").replaceAll("^lts/\\*$|^stable$", usual);
        boolean possible = tag.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
        if (!possible) {
            notes.loss(
                    versions.getFirst().span(),
                    "'" + version + "' is no version that an image could have; " + usual + " is taken.",
                    "Name another image under builds in penstock.yml.");
        }
        return image + ":" + (possible ? tag : usual);
    }
}
