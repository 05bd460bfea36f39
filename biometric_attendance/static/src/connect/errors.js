import {RPCError} from "@web/core/network/rpc";

/**
 * Do something, and return the sentence of the server where it refuses.
 *
 * What is no refusal with a sentence goes on to Odoo's own dialog.
 */
export async function attempt(action) {
  try {
    await action();
    return "";
  } catch (error) {
    const isRefusal =
      error instanceof RPCError && (error.exceptionName || "").startsWith("odoo.");
    if (!isRefusal) {
      throw error;
    }
    return error.data.message;
  }
}
