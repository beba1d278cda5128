/**
 * Holds the simulator to responses that were recorded from AWS itself.
 *
 * <p>A <em>snapshot</em> is a file of recordings; it has <em>tests</em>, and each test has <em>labels</em>, one for each
 * response. A test of ours makes the calls that a label answers and hands over what the simulator said:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final Recording RECORDING = Recording.open("sts/test_sts.snapshot.json");
 *
 * @Test
 * void invalidParameters() {
 *     RECORDING.test("test_sts_invalid_parameters", session ->
 *             session.fails("malformed-arn", () -> sts.assumeRole(r -> r.roleArn("nothing"))));
 * }
 * }</pre>
 *
 * <p>The recordings are no part of the repository. They are looked for as {@code shared/recordings} beside it and in
 * the directories above, or where the system property {@code penstock.recordings} says; where there are none, the tests
 * are skipped and say so.
 *
 * <p>How many responses agree may only rise: {@code agreement.properties} holds the number for each snapshot. What is
 * known to disagree stands in {@code disagreements.txt} with its reason, and has to leave it once it agrees.
 *
 * <p>Of the services whose snapshots {@code agreement.properties} names, every response is accounted for: it is compared,
 * or {@code not-replayed.txt} says why not. After the last class of a snapshot (all of its parts in {@code
 * agreement.properties}) a response that is neither fails it, and so does a line about responses that are all compared.
 * The table at the end of a run counts what became of each service's responses.
 */
@NullMarked
package dev.penstock.simulator.recordings;

import org.jspecify.annotations.NullMarked;
