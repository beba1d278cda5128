/**
 * Releases: bringing a version to where it serves. This package speaks of services, revisions and deployments in its own
 * records; adapters carry them out.
 */
@NullMarked
package dev.penstock.release;

import org.jspecify.annotations.NullMarked;
