/**
 * EC2 as far as it stands behind what is deployed: regions and zones, VPCs with subnets and security groups, launch templates, key
 * pairs, machine images by name, and instances that start, stop and end. Each account has its default VPC in each region. Networks
 * of stacks are described as well. Instances run nothing by themselves: who launches them, like Elastic Beanstalk, says what they do.
 */
@NullMarked
package dev.penstock.simulator.ec2;

import org.jspecify.annotations.NullMarked;
