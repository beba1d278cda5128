/** Tests of source bundles. */
@NullMarked
package dev.penstock.beanstalk.bundle;

import org.jspecify.annotations.NullMarked;
