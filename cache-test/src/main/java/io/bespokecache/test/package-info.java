/**
 * Puts faults between a cache and its second level, for tests of applications.
 * <p>
 * A test wraps the {@link io.bespokecache.shared.SharedStore} in a
 * {@link io.bespokecache.test.ChaosSharedStore}, or has Spring do it by
 * {@link io.bespokecache.test.AutoConfigureCacheChaos}, and begins faults by a
 * {@link io.bespokecache.test.Chaos}:
 *
 * <pre class="code">
 * Fault unsent = chaos.requests(Operation.READ).fail(); // not executed
 * Fault lost = chaos.answers(Operation.EVICT).next(3).lose(); // executed
 * Fault slow = chaos.requests().ofCache("prices").delay(Duration.ofMillis(300));
 * Fault deaf = chaos.messages().some(0.1, 42).drop();
 * HeldMessages held = chaos.messages().hold();
 * held.releaseReversed();
 * Fault outage = chaos.disconnect(Link.ANNOUNCEMENTS);
 * outage.end();
 * chaos.calm();
 * </pre>
 *
 * {@link io.bespokecache.test.Fault#count()} tells a test whether its fault has struck.
 */
@NullMarked
package io.bespokecache.test;

import org.jspecify.annotations.NullMarked;
