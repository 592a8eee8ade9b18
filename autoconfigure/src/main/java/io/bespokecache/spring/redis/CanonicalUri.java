package io.bespokecache.spring.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.bespokecache.shared.UnshareableException;
import org.jspecify.annotations.Nullable;

/**
 * One form for all URIs that are equal: these may differ in the case of scheme, host and
 * escaped octets, and in what says nothing.
 */
final class CanonicalUri {

	private static final Pattern ESCAPED = Pattern.compile("%[0-9a-fA-F]{2}");

	private CanonicalUri() {
	}

	static String of(URI uri) {
		StringBuilder text = new StringBuilder();
		append(text, "", lowerCase(uri.getScheme()), ":");
		if (uri.isOpaque()) {
			text.append(withEscapesInUpperCase(uri.getRawSchemeSpecificPart()));
		}
		else {
			appendAuthority(text, uri);
			append(text, "", uri.getRawPath(), "");
			append(text, "?", uri.getRawQuery(), "");
		}
		append(text, "#", uri.getRawFragment(), "");
		String canonical = text.toString();
		requireEqual(uri, canonical);
		return canonical;
	}

	private static void appendAuthority(StringBuilder text, URI uri) {
		if (uri.getHost() != null) {
			text.append("//");
			append(text, "", uri.getRawUserInfo(), "@");
			text.append(lowerCase(uri.getHost()));
			if (uri.getPort() != -1) {
				text.append(':').append(uri.getPort());
			}
		}
		else if (uri.getRawAuthority() != null) {
			append(text, "//", uri.getRawAuthority(), "");
		}
		else if (uri.getRawPath().startsWith("//")) {
			// The path would otherwise be taken for an authority.
			text.append("//");
		}
	}

	private static void append(StringBuilder text, String before, @Nullable String part, String after) {
		if (part != null) {
			text.append(before).append(withEscapesInUpperCase(part)).append(after);
		}
	}

	private static @Nullable String lowerCase(@Nullable String part) {
		return (part != null) ? part.toLowerCase(Locale.ROOT) : null;
	}

	private static String withEscapesInUpperCase(String part) {
		if (part.indexOf('%') < 0) {
			return part;
		}
		return ESCAPED.matcher(part).replaceAll((MatchResult escaped) -> escaped.group().toUpperCase(Locale.ROOT));
	}

	private static void requireEqual(URI uri, String canonical) {
		try {
			if (new URI(canonical).equals(uri)) {
				return;
			}
		}
		catch (URISyntaxException ex) {
			throw new UnshareableException("A key with a URI of a form that is not unique cannot be shared", ex);
		}
		throw new UnshareableException("A key with a URI of a form that is not unique cannot be shared");
	}

}
