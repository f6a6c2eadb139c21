/** What stands for the reporter's form of address in every reply; the server fills it in at publication (security.md, "reporter identity"). */
export const addressToken = '{{người phản ánh}}'
