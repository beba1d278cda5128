package dev.penstock.cli;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNodeJson;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.problem.Problems;
import dev.penstock.templates.StarterSet;

/** The rules of EventBridge that the control plane's template makes. */
final class ControlPlaneRules {

    private ControlPlaneRules() {}

    /** The event pattern of a rule, by its logical id; JSON text. */
    static String pattern(String rule) {
        String template = StarterSet.CONTROL_PLANE.files().stream()
                .filter(file -> file.name().endsWith("stack.yml"))
                .findFirst()
                .orElseThrow()
                .text();
        SourceNode root = DocumentReader.read(
                        SourceText.of("stack.yml", template), ReadLimits.DEFAULT, Tags.CLOUDFORMATION, new Problems())
                .orElseThrow();
        return SourceNodeJson.text(in(root, "Resources", rule, "Properties", "EventPattern"));
    }

    private static SourceNode in(SourceNode root, String... names) {
        SourceNode node = root;
        for (String name : names) {
            node = ((SourceNode.Mapping) node).get(name).orElseThrow();
        }
        return node;
    }
}
