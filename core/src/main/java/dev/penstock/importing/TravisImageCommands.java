package dev.penstock.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rewrites the commands of a job for images that go to ECR in place of Docker Hub. */
final class TravisImageCommands {

    private final List<PushedImage> images;
    private final Notes notes;
    private boolean isIn;

    TravisImageCommands(List<PushedImage> images, Notes notes) {
        this.images = images;
        this.notes = notes;
    }

    TravisPhases in(TravisPhases phases) {
        if (images.stream().noneMatch(PushedImage::isMoved)) {
            return phases;
        }
        Map<String, List<TravisCommand>> rewritten = new LinkedHashMap<>();
        for (String phase : TravisPhases.NAMES) {
            List<TravisCommand> commands = new ArrayList<>();
            phases.of(phase).forEach(command -> rewrite(command, phases, commands));
            rewritten.put(phase, commands);
        }
        return new TravisPhases(rewritten);
    }

    private void rewrite(TravisCommand command, TravisPhases phases, List<TravisCommand> commands) {
        String text = command.text();
        for (String part : DockerWords.parts(text)) {
            if (DockerWords.isLoginToHub(part) && isNeedless(command, phases)) {
                text = DockerWords.without(text, part);
                notes.note(
                        command.span(),
                        "The login to Docker Hub is left out: nothing is pushed there any more, and nothing is fetched after it.");
            }
            if (!isIn && DockerWords.pushed(part).filter(this::isMoved).isPresent()) {
                isIn = true;
                commands.add(new TravisCommand(EcrCommands.login(), command.span()));
                images.stream()
                        .filter(PushedImage::isMoved)
                        .forEach(image -> commands.add(
                                new TravisCommand(EcrCommands.repository(image.nameInEcr()), command.span())));
            }
        }
        if (text.contains("docker")) {
            for (PushedImage image : images) {
                text = image.renamed(text);
            }
        }
        if (!text.isEmpty()) {
            commands.add(new TravisCommand(text, command.span()));
        }
    }

    private boolean isMoved(String pushed) {
        return images.stream()
                .anyMatch(image -> image.isMoved()
                        && (pushed.equals(image.repository()) || pushed.startsWith(image.repository() + ":")));
    }

    /** Whether nothing after a login is fetched, and nothing at all is pushed to where it leads. */
    private boolean isNeedless(TravisCommand login, TravisPhases phases) {
        List<TravisCommand> all = phases.all();
        boolean fetches = all.subList(all.indexOf(login) + 1, all.size()).stream()
                .anyMatch(command -> DockerWords.mayPull(command.text()));
        boolean pushes = all.stream()
                .flatMap(command -> DockerWords.parts(command.text()).stream())
                .flatMap(part -> DockerWords.pushed(part).stream())
                .anyMatch(name -> PushedImage.isOnHub(name) && !isMoved(name));
        return !fetches && !pushes;
    }
}
