package dev.penstock.library.pipeline;

import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.Locations;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.problem.SourceSpan;
import java.util.HashMap;
import java.util.Map;

/** Where the parts of a pipeline stand that was written in Java: names in place of lines. */
final class BuilderPlaces {

    private BuilderPlaces() {}

    static Locations of(Pipeline pipeline) {
        String root = "pipeline '" + pipeline.name() + "'";
        Map<String, SourceSpan> places = new HashMap<>();
        for (int s = 0; s < pipeline.stages().size(); s++) {
            StageDeclaration stage = pipeline.stages().get(s);
            String ofStage = root + ", stage '" + stage.name() + "'";
            places.put("/stages/" + s, SourceSpan.ofFile(ofStage));
            for (int a = 0; a < stage.actions().size(); a++) {
                ActionDeclaration action = stage.actions().get(a);
                places.put(
                        "/stages/" + s + "/actions/" + a,
                        SourceSpan.ofFile(ofStage + ", action '" + action.name() + "'"));
            }
        }
        for (int v = 0; v < pipeline.variables().size(); v++) {
            places.put(
                    "/variables/" + v,
                    SourceSpan.ofFile(
                            root + ", variable '" + pipeline.variables().get(v).name() + "'"));
        }
        for (int t = 0; t < pipeline.triggers().size(); t++) {
            places.put(
                    "/triggers/" + t,
                    SourceSpan.ofFile(
                            root + ", trigger '" + pipeline.triggers().get(t).sourceActionName() + "'"));
        }
        return new Locations(root, places);
    }
}
