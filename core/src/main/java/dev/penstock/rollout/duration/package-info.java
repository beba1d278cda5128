/**
 * How long a rollout takes, told before it begins: the phases that it waits for, one after the other, and the settings that cost most
 * of that. What is said is a model over what the platform is set up to do; what only the platform knows is measured where tasks have
 * run, and assumed elsewhere, and it is said which.
 */
@NullMarked
package dev.penstock.rollout.duration;

import org.jspecify.annotations.NullMarked;
