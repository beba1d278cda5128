/** Alarms of CloudWatch, as they are seen and waited for: by rules of conditions, verdicts and releases. */
@NullMarked
package dev.penstock.alarm;

import org.jspecify.annotations.NullMarked;
