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
 */
@NullMarked
package dev.penstock.simulator.recordings;

import org.jspecify.annotations.NullMarked;
