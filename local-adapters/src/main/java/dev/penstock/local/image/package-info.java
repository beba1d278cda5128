/**
 * Images built on this machine: by the container engine, or without one for Dockerfiles that only copy and configure.
 *
 * <p>Neither the engine's client nor Jib is loaded before an image is built with it.
 */
@NullMarked
package dev.penstock.local.image;

import org.jspecify.annotations.NullMarked;
