/** Amazon EventBridge Scheduler behind {@link dev.penstock.time.WakeUps}. */
@NullMarked
package dev.penstock.aws.scheduler;

import org.jspecify.annotations.NullMarked;
