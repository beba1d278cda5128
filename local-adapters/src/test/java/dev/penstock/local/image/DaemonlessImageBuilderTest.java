package dev.penstock.local.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import dev.penstock.image.ImageBuilder;
import dev.penstock.image.PushedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class DaemonlessImageBuilderTest extends ImageBuilderContract {

    private BaseImages baseImages = BaseImages.REAL_ONLY;

    @Override
    ImageBuilder builder() {
        return new DaemonlessImageBuilder(place.resolve("cache"), baseImages);
    }

    @Test
    void anInstructionThatRunsIsRefusedWithItsLineBeforeAnythingStarts() throws Exception {
        write("Dockerfile", "FROM debian\n# x\nRUN apt-get update\n");

        ImageBuildException refused =
                catchThrowableOfType(ImageBuildException.class, () -> builder().check(request(registry.access())));

        assertThat(refused).hasMessageStartingWith("Dockerfile:3: RUN needs a container engine");
        assertThat(refused.reason()).isEqualTo(Reason.ENGINE_NEEDED);
    }

    @Test
    void whatOnlyTheBaseImageOrAnEngineKnowsIsRefusedWithItsLine() throws Exception {
        write("a.txt", "1");
        write("b.tar", "1");
        Files.createSymbolicLink(context.resolve("link"), Path.of("a.txt"));
        assertEngineNeeded("FROM debian\nENV PATH=/app:$PATH\n", "variable 'PATH'");
        assertEngineNeeded("FROM debian\nCOPY --from=debian /etc/passwd /x\n", "a copy from the image 'debian'");
        assertEngineNeeded("FROM scratch AS a\nFROM scratch\nCOPY --from=a /etc/x /x\n", "no earlier instruction");
        assertEngineNeeded("FROM scratch\nADD b.tar /\n", "Unpacking 'b.tar'");
        assertEngineNeeded("FROM scratch\nADD https://example.org/x /\n", "A download");
        assertEngineNeeded("FROM scratch\nCOPY link /\n", "The symbolic link 'link'");
        assertEngineNeeded("FROM scratch\nCOPY --chown=node a.txt /\n", "The user name");
        assertThat(refused("FROM debian\nCOPY a.txt /srv\n"))
                .hasMessageContaining("Dockerfile:2: Whether '/srv' is a folder, only the base image knows");
        assertThat(refused("FROM scratch\nCOPY a.txt b.tar /x\n")).hasMessageContaining("must end with a slash");
        assertThat(refused("FROM scratch\nEXPOSE http\n")).hasMessageContaining("'http' is no port");
    }

    private void assertEngineNeeded(String dockerfile, String what) {
        ImageBuildException refused = refused(dockerfile);
        assertThat(refused).hasMessageContaining(what);
        assertThat(refused.reason()).isEqualTo(Reason.ENGINE_NEEDED);
        assertThat(refused.getMessage()).matches("Dockerfile:[0-9]+: .*");
    }

    @Test
    void aBaseImageThatCannotBePulledIsAnErrorAndInASimulationStoodInFor() throws Exception {
        write("index.html", "hello");
        String dockerfile = "FROM 127.0.0.1:1/nginx:alpine\nCOPY index.html /usr/share/nginx/html/\n";

        ImageBuildException refused = refused(dockerfile);
        assertThat(refused.reason()).isEqualTo(Reason.BASE_IMAGE);
        assertThat(refused).hasMessageContaining("The base image '127.0.0.1:1/nginx:alpine' cannot be pulled");

        baseImages = BaseImages.STAND_INS;
        PushedImage image = build(dockerfile);
        assertThat(image.notes())
                .containsExactly(
                        "the base image 127.0.0.1:1/nginx:alpine could not be pulled; an empty one stands in for it");
        assertThat(log).contains("Note: " + image.notes().getFirst());
        assertThat(registry.files(image.digest())).containsKey("usr/share/nginx/html/index.html");
    }

    @Test
    void aBaseImageOfTheSameRegistryIsPulledFromThere() throws Exception {
        write("a", "1");
        PushedImage base = build("FROM scratch\nENV FROM_BASE=yes\nCOPY a /base\n");

        PushedImage image = build("FROM " + base.imageUri() + "\nCOPY a /own\n");

        assertThat(registry.files(image.digest())).containsOnlyKeys("base", "own");
        assertThat(registry.configuration(image.digest()).get("Env").toString()).contains("FROM_BASE=yes");
    }

    @Test
    void aHealthCheckIsLeftOutAndSaidSo() throws Exception {
        write("a", "1");

        assertThat(build("FROM scratch\nCOPY a /a\nHEALTHCHECK CMD curl -f http://localhost/\n")
                        .notes())
                .singleElement()
                .asString()
                .startsWith("Dockerfile:3: HEALTHCHECK was left out");
    }
}
