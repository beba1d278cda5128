package dev.penstock.pipeline;

import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import java.util.List;
import java.util.Optional;

/** Binds {@code triggers}. */
final class TriggerBinder {

    static final String PROVIDER = "CodeStarSourceConnection";

    private final Binding binding;

    TriggerBinder(Binding binding) {
        this.binding = binding;
    }

    TriggerDeclaration trigger(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, binding.fields());
        providerType(fields);
        fields.requirePresent("gitConfiguration");
        Optional<Fields> git = fields.mapping("gitConfiguration");
        fields.end();
        if (git.isEmpty()) {
            return new TriggerDeclaration("", List.of(), List.of());
        }
        TriggerDeclaration trigger = new TriggerDeclaration(
                git.get().requireText("sourceActionName"),
                git.get().list("push", this::push),
                git.get().list("pullRequest", this::pullRequest));
        git.get().end();
        return trigger;
    }

    /** The API says {@code providerType}; the user guide's examples say {@code provider} with the value Connection. */
    private void providerType(Fields fields) {
        if (!fields.has("providerType") && fields.has("provider")) {
            fields.text("provider");
            fields.ignore("providerType");
            return;
        }
        String provider = fields.requireText("providerType");
        if (!provider.isEmpty() && !provider.equals(PROVIDER)) {
            binding.unknownWord(Fields.child(fields.path(), "providerType"), provider, List.of(PROVIDER));
        }
    }

    private GitFilter push(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, binding.fields());
        GitFilter filter = new GitFilter(
                List.of(), patterns(fields, "branches"), patterns(fields, "tags"), patterns(fields, "filePaths"));
        fields.end();
        return filter;
    }

    private GitFilter pullRequest(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, binding.fields());
        List<String> events = fields.texts("events");
        List<String> allowed = List.of("OPEN", "UPDATED", "CLOSED");
        for (int i = 0; i < events.size(); i++) {
            if (!allowed.contains(events.get(i))) {
                binding.unknownWord(Fields.child(Fields.child(path, "events"), i), events.get(i), allowed);
            }
        }
        GitFilter filter =
                new GitFilter(events, patterns(fields, "branches"), Optional.empty(), patterns(fields, "filePaths"));
        fields.end();
        return filter;
    }

    private static Optional<GitFilter.Patterns> patterns(Fields filter, String name) {
        return filter.mapping(name).map(fields -> {
            GitFilter.Patterns patterns = new GitFilter.Patterns(fields.texts("includes"), fields.texts("excludes"));
            fields.end();
            return patterns;
        });
    }
}
