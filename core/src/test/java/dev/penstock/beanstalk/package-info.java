/** Tests of deployments to Elastic Beanstalk, and the contract of its port. */
@NullMarked
package dev.penstock.beanstalk;

import org.jspecify.annotations.NullMarked;
