package dev.penstock.aws.emulators;

import org.junit.jupiter.api.extension.ExtendWith;

/** A contract at a place. Where the place is known to differ from AWS, the test asserts just that. */
@ExtendWith(KnownDifferences.class)
interface SecondOpinion {

    /** Where it runs. */
    Place place();
}
