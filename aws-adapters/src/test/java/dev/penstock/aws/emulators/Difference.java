package dev.penstock.aws.emulators;

/**
 * Where an emulator is known to differ from AWS: a test of a contract that must fail there, so that it is noticed when it is
 * mended, unless it differs only now and then.
 *
 * @param place the emulator
 * @param contract the simple name of the class that declares the test
 * @param test the test's method
 * @param kind whether it lacks an operation or does something else
 * @param behaviour what it does
 * @param awsSays what AWS documents
 * @param source where AWS says so
 * @param seen what the failure of the test says
 */
record Difference(
        Place place,
        String contract,
        String test,
        Kind kind,
        String behaviour,
        String awsSays,
        String source,
        String seen) {

    enum Kind {
        /** An operation that it does not have. */
        GAP,
        /** It answers otherwise than AWS. */
        DIFFERS,
        /** It answers otherwise than AWS, depending on how fast it is just then: the test may pass as well. */
        SOMETIMES
    }
}
