package dev.penstock.lint;

import dev.penstock.compose.ComposeProject;
import dev.penstock.compose.ComposeService;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.List;

/** What holds for a Compose project that is deployed. */
final class ComposeChecks {

    private final ComposeProject project;
    private final LintPlaces places;
    private final Problems problems;

    ComposeChecks(ComposeProject project, String file, Problems problems) {
        this.project = project;
        this.places = new LintPlaces(project.places(), file);
        this.problems = problems;
    }

    void check() {
        HostPorts ports = new HostPorts(problems);
        for (ComposeService service : project.services()) {
            String path = "/services/" + service.name();
            if (service.build().isEmpty()) {
                service.image()
                        .ifPresent(image ->
                                new ImageRule(problems).check(image, places.at(path + "/image"), path + "/image"));
            }
            service.environment()
                    .forEach((name, value) -> value.ifPresent(text -> {
                        String at = path + "/environment/" + name;
                        new SecretRule(problems).check(name, text, span(at), at);
                    }));
            List<ComposeService.Port> published = service.ports();
            for (int i = 0; i < published.size(); i++) {
                String at = path + "/ports/" + i;
                ComposeService.Port port = published.get(i);
                port.published()
                        .filter(text -> text.matches("[0-9]{1,5}"))
                        .ifPresent(text -> ports.take(
                                service.name(),
                                port.hostIp()
                                        .filter(ip -> !ip.equals("0.0.0.0"))
                                        .orElse(""),
                                Integer.parseInt(text),
                                port.protocol(),
                                span(at),
                                at));
            }
        }
    }

    private SourceSpan span(String path) {
        return places.at(path);
    }
}
