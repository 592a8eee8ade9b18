/**
 * Tests of workloads and of the choice they lead to.
 */
@NullMarked
package io.bespokecache.workload;

import org.jspecify.annotations.NullMarked;
