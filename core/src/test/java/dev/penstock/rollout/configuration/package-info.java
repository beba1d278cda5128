/** Tests of deployment configurations and their arithmetic. */
@NullMarked
package dev.penstock.rollout.configuration;

import org.jspecify.annotations.NullMarked;
