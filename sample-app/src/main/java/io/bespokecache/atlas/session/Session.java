package io.bespokecache.atlas.session;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A visitor's session.
 *
 * @param id id of the session
 * @param visitor name of the visitor
 * @param cityId the city that the visitor looked at last; {@code null} before the first
 * @param started when the session began
 */
public record Session(UUID id, String visitor, @Nullable Long cityId, Instant started) {

}
