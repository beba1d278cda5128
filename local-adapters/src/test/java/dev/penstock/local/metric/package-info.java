/** Tests of counts that do not come from AWS. */
@NullMarked
package dev.penstock.local.metric;

import org.jspecify.annotations.NullMarked;
