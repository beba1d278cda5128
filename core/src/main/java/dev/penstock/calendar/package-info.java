/**
 * When releases may change what users have: {@linkplain dev.penstock.calendar.Window windows} that open every week, and {@linkplain
 * dev.penstock.calendar.Freeze freezes} that keep everything as it is. Pure: the same calendar, time and seed give the same
 * answer.
 */
@NullMarked
package dev.penstock.calendar;

import org.jspecify.annotations.NullMarked;
