/** AWS Elastic Beanstalk behind {@link dev.penstock.beanstalk.Environments}, and S3 behind {@link dev.penstock.beanstalk.Bundles}. */
@NullMarked
package dev.penstock.aws.beanstalk;

import org.jspecify.annotations.NullMarked;
