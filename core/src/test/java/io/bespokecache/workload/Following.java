package io.bespokecache.workload;

import java.util.List;

import io.bespokecache.workload.Advice.Setting;

/**
 * Follows advice.
 */
public final class Following {

	private Following() {
	}

	/**
	 * The workload of who has set what an advice says.
	 * @throws InvalidWorkloadException if the start would be refused
	 */
	public static Workload of(Workload declared, List<Setting> settings) {
		return Remedy.followed(declared, settings);
	}

}
