package dev.penstock.library.pipeline;

import dev.penstock.pipeline.GitFilter;
import dev.penstock.pipeline.TriggerDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A Git trigger, written in Java ({@code PipelineTriggerDeclaration}). Of several filters, one that matches is enough. */
public final class TriggerBuilder {

    private final String sourceAction;
    private final List<GitFilter> push = new ArrayList<>();
    private final List<GitFilter> pullRequest = new ArrayList<>();

    TriggerBuilder(String sourceAction) {
        this.sourceAction = sourceAction;
    }

    /** Adds a filter for pushes. */
    public TriggerBuilder push(Consumer<GitFilterBuilder> filter) {
        push.add(GitFilterBuilder.of(filter));
        return this;
    }

    /** Adds a filter for pull requests. */
    public TriggerBuilder pullRequest(Consumer<GitFilterBuilder> filter) {
        pullRequest.add(GitFilterBuilder.of(filter));
        return this;
    }

    TriggerDeclaration build() {
        return new TriggerDeclaration(sourceAction, push, pullRequest);
    }
}
