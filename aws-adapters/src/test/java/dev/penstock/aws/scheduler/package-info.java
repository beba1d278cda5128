/** What schedules must do. */
@NullMarked
package dev.penstock.aws.scheduler;

import org.jspecify.annotations.NullMarked;
