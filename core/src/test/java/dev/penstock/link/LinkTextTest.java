package dev.penstock.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.ActionAttempt;
import dev.penstock.execution.ExecutionId;
import dev.penstock.secret.HmacSignature;
import dev.penstock.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LinkTextTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Secret KEY = Secret.of("a key that nobody knows");
    private static final ActionLink LINK = new ActionLink(
            new ActionLink.Subject.Approval("question-1"),
            new ExecutionId(new UUID(1, 2)),
            new ActionAttempt("Deploy to prod", "Approve \"it\"", 2),
            "ann@example.com",
            NOON.plus(Duration.ofHours(1)));

    private final String text = LinkText.of(LINK, message -> HmacSignature.of(KEY, message));

    @Test
    void whatWasSignedIsReadAgain() {
        assertThat(read(text, NOON)).isEqualTo(new LinkText.Reading.Valid(LINK));
        var release = new ActionLink(
                new ActionLink.Subject.Release("7"), LINK.execution(), LINK.attempt(), "bob", LINK.expires());
        assertThat(read(LinkText.of(release, message -> HmacSignature.of(KEY, message)), NOON))
                .isEqualTo(new LinkText.Reading.Valid(release));
    }

    @Test
    void aLinkFitsIntoAUrlAsItIs() {
        assertThat(text).matches("[A-Za-z0-9_.-]+");
    }

    @Test
    void aLinkSaysNothingFromItsEndOn() {
        assertThat(read(text, LINK.expires().minusSeconds(1))).isInstanceOf(LinkText.Reading.Valid.class);
        assertThat(read(text, LINK.expires())).isEqualTo(new LinkText.Reading.Expired(LINK));
    }

    @Test
    void noCharacterOfALinkCanBeChanged() {
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            // The last character of Base64 may have bits that say nothing; what is read is the same link then.
            assertThat(read(changed, NOON))
                    .as("character " + i)
                    .isIn(new LinkText.Reading.Forged(), new LinkText.Reading.Valid(LINK));
            if (i < text.indexOf('.') - 1) {
                assertThat(read(changed, NOON)).as("character " + i).isEqualTo(new LinkText.Reading.Forged());
            }
        }
    }

    @Test
    void whatAnotherKeySignedIsForged() {
        Secret other = Secret.of("another");
        assertThat(read(LinkText.of(LINK, message -> HmacSignature.of(other, message)), NOON))
                .isEqualTo(new LinkText.Reading.Forged());
    }

    @Test
    void whatIsNoLinkIsForged() {
        for (String wrong :
                new String[] {"", ".", "a.b", "äöü.ß", text.replace(".", ""), "x".repeat(10_000) + "." + text}) {
            assertThat(read(wrong, NOON)).as(wrong).isEqualTo(new LinkText.Reading.Forged());
        }
    }

    private static LinkText.Reading read(String text, Instant now) {
        return LinkText.read(text, (message, signature) -> HmacSignature.isOf(KEY, message, signature), now);
    }
}
