/**
 * What is measured of the two sides of a release, its <i>arms</i>: the <i>canary</i>, which is the new version, and the
 * <i>baseline</i>, the old one. A platform says by which labels each can be counted; sources of metrics count.
 */
@NullMarked
package dev.penstock.metric;

import org.jspecify.annotations.NullMarked;
