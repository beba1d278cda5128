package dev.penstock.pipeline;

import java.util.List;

/**
 * A Git trigger ({@code PipelineTriggerDeclaration}).
 *
 * @param sourceActionName the source action that it belongs to
 * @param push filters for pushes; one that matches is enough
 * @param pullRequest filters for pull requests; one that matches is enough
 */
public record TriggerDeclaration(String sourceActionName, List<GitFilter> push, List<GitFilter> pullRequest) {

    public TriggerDeclaration {
        push = List.copyOf(push);
        pullRequest = List.copyOf(pullRequest);
    }
}
