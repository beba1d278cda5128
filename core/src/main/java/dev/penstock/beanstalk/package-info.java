/**
 * Deployments to AWS Elastic Beanstalk: a bundle of source becomes an <i>application version</i> with a label, an
 * <i>environment</i> is brought to that version, instance by instance as its deployment policy says, and the deployment has
 * succeeded when every instance says that it runs that label. The action is {@link
 * dev.penstock.beanstalk.BeanstalkDeployAction}, the platform behind it {@link dev.penstock.beanstalk.Environments}. Of a
 * <i>pair</i> of environments one is live and the other is brought to the version; then they change host names, or a load balancer
 * that both share sends requests to the other one, step by step.
 */
@NullMarked
package dev.penstock.beanstalk;

import org.jspecify.annotations.NullMarked;
