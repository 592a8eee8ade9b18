package io.bespokecache.spring.interceptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was seen of a script: results, calls and contents in words, and the contents
 * themselves, after each step.
 */
record Transcript(List<String> lines, List<Map<String, List<Map.Entry<Object, Object>>>> contents) {

	Transcript() {
		this(new ArrayList<>(), new ArrayList<>());
	}

	String text() {
		return String.join("\n", this.lines);
	}

	boolean isRefused() {
		return this.contents.isEmpty();
	}

	/**
	 * A bean that could not be made.
	 */
	static Transcript refused(RuntimeException failure) {
		Transcript transcript = new Transcript();
		transcript.lines.add("no bean: " + new Rendering().of(failure));
		return transcript;
	}

}
